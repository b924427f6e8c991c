{#- Stocks by subject and period, where `monthly` holds what there is at the end of each month (at
    the cut-off in the last) and a period is what its last month is; see subject_period_rollup. Kinds
    of period shorter than `shortest` are left out. -#}
{% macro subject_period_stock(monthly, measures, shortest='month') -%}
    {%- set last_months -%}
        (
            select
                period_kind,
                period,
                max(month_on) as month_on
            from {{ ref('int_period_month') }}
            group by period_kind, period
        )
    {%- endset -%}
    {{ subject_period_rollup(monthly, measures, last_months, shortest) }}
{%- endmacro %}
