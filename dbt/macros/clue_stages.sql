{#- The stages of a clue with the SQL of the day on which it reaches each, over int_clue. -#}
{% macro clue_stages() %}
    {{ return([
        ('transferred', 'transferred_on'),
        ('verification_started', 'verification_started_on'),
        ('concluded', 'concluded_on'),
        ('substantiated', "case when conclusion in ('substantiated', 'partly') then concluded_on end"),
        ('case_filed', 'case_filed_on'),
    ]) }}
{% endmacro %}
