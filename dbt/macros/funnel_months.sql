{#- The months of receipt whose way through the stages this run may change, as texts; none where all
    of them are to be made. -#}
{% macro funnel_months() %}
    {%- set last_day = var('funnel_horizons') | max -%}
    {{ return(cohort_months('clue', 'received_on', ['received_on'], last_day)) }}
{% endmacro %}
