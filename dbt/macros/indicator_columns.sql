{#- What every int_indicator_<id> and int_received_figure returns, in this order. -#}
{% macro indicator_columns() %}
    {{ return([
        'indicator_id', 'subject_kind', 'subject_code', 'period_kind', 'period', 'period_from',
        'period_to', 'settled_on', 'numerator', 'denominator', 'sample_count', 'value',
        'interval_low', 'interval_high', 'interval_method', 'has_base',
        'quality_flags', 'is_series_break', 'publish_reason',
    ]) }}
{% endmacro %}
