{#- The days of the six steps of a village's decision (四议两公开), in their order. -#}
{% macro decision_steps() %}
    {{ return([
        'proposed_on', 'deliberated_on', 'reviewed_on', 'resolved_on', 'resolution_published_on',
        'result_published_on',
    ]) }}
{% endmacro %}
