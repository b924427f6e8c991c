{#- Additive `measures` by subject and period, where a period is the sum of its months; for
    `shortest` and `subjects` see subject_period_rollup. -#}
{% macro subject_period_sums(monthly, measures, shortest='month', subjects=['area', 'unit']) -%}
    {{ subject_period_rollup(monthly, measures, ref('int_period_month'), shortest, subjects) }}
{%- endmacro %}
