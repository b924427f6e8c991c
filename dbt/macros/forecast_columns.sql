{#- The columns of mart_forecast, in their order, for everyone and for the office alike. -#}
{% macro forecast_columns() -%}
    indicator_id,
    subject_kind,
    subject_code,
    period_kind,
    period_from,
    periods_ahead,
    forecast,
    forecast_low,
    forecast_high,
    error_ratio,
    coverage_percent,
    trial_count
{%- endmacro %}
