{#- Running totals of additive `measures` by subject and period: all from the first month on to the
    end of the period (to the cut-off in the last); see subject_period_rollup. -#}
{% macro subject_period_totals(
    monthly, measures, shortest='month', subjects=['area', 'unit']
) -%}
    {%- set months_so_far -%}
        (
            select
                periods.period_kind,
                periods.period,
                months.month_on
            from (
                select distinct period_kind, period, period_to from {{ ref('int_period_month') }}
            ) as periods
            inner join (
                select distinct month_on from {{ ref('int_period_month') }}
            ) as months on periods.period_to >= months.month_on
        )
    {%- endset -%}
    {{ subject_period_rollup(monthly, measures, months_so_far, shortest, subjects) }}
{%- endmacro %}
