{#- The stages of a clue, each with the SQL of the day on which a clue reaches it and of the day
    on which it ends without having done so, over int_clue. -#}
{% macro clue_stages() %}
    {%- set is_found = "conclusion in ('substantiated', 'partly')" -%}
    {{ return([
        ('transferred', 'transferred_on', 'concluded_on'),
        ('verification_started', 'verification_started_on', 'concluded_on'),
        ('concluded', 'concluded_on', 'cast(null as date)'),
        (
            'substantiated',
            'case when ' ~ is_found ~ ' then concluded_on end',
            'case when (' ~ is_found ~ ') is not true then concluded_on end',
        ),
        (
            'case_filed',
            'case_filed_on',
            'case when (' ~ is_found ~ ') is not true then concluded_on end',
        ),
    ]) }}
{% endmacro %}
