{#- Additive `measures` by subject and period, where a period is the sum of its months; see
    subject_period_rollup. Kinds of period shorter than `shortest` are left out. -#}
{% macro subject_period_sums(
    monthly, measures, shortest='month', subject_kinds=['area', 'unit']
) -%}
    {{ subject_period_rollup(monthly, measures, ref('int_period_month'), shortest, subject_kinds) }}
{%- endmacro %}
