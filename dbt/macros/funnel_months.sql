{#- The months of receipt whose way through the stages this run may change, as texts; none where all
    of them are to be made. -#}
{% macro funnel_months() %}
    {{ return(cohort_months('clue', 'received_on', ['received_on'], var('funnel_horizons') | max)) }}
{% endmacro %}
