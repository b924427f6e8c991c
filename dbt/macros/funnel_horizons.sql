{#- The days since receipt at which a cohort of clues is looked at. -#}
{% macro funnel_horizons() %}
    {{ return([30, 60, 90, 180]) }}
{% endmacro %}
