{#- Counts of different things by area and period, which do not add up over months: each row of
    `periodic` counts in one period, named by period_kind and period, and its month_on is the first
    month of the register that lies in it; see subject_period_rollup. -#}
{% macro subject_period_distinct(periodic, measures, shortest) -%}
    {{ subject_period_rollup(periodic, measures, none, shortest, ['area']) }}
{%- endmacro %}
