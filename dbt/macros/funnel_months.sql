{#- The months of receipt whose way through the stages this run may change, as texts; none where all
    of them are to be made. -#}
{% macro funnel_months() %}
    {#- A conclusion may find, however late, that a clue is a duplicate or out of scope. -#}
    {%- set days = ['received_on', 'concluded_on'] -%}
    {{ return(cohort_months('clue', 'received_on', days, var('funnel_horizons') | max)) }}
{% endmacro %}
