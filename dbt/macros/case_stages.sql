{#- The stages of a case, in their order. -#}
{% macro case_stages() %}
    {{ return(['case_filed', 'case_transferred', 'prosecuted', 'first_instance']) }}
{% endmacro %}
