{#- What int_indicator_<id> returns for an indicator that is the top-two share of survey answers:
    of all its items together, in the latest wave of each half-year. -#}
{% macro survey_share_figures(indicator_id) -%}
    with

    estimates as (
        select
            *,
            {{ publish_reason(
                'effective_count', 'valid_count', indicator_floor(indicator_id),
                'top_two_percent', 'top_two_low', 'top_two_high', 'degrees_of_freedom'
            ) }} as publish_reason
        from {{ ref('int_survey_estimate') }}
        where question_kind = 'indicator' and question_code = '{{ indicator_id }}'
    ),

    half_years as (
        {{ latest_wave_by_half_year('estimates', [
            'valid_count', 'valid_weight', 'top_two_weight',
            'top_two_percent', 'top_two_low', 'top_two_high', 'publish_reason',
        ]) }}
    )

    select
        '{{ indicator_id }}' as indicator_id,
        half_years.subject_kind,
        half_years.subject_code,
        half_years.period_kind,
        half_years.period,
        half_years.period_from,
        half_years.period_to,
        half_years.period_to as settled_on,
        coalesce(half_years.top_two_weight, 0) as numerator,
        coalesce(half_years.valid_weight, 0) as denominator,
        coalesce(half_years.valid_count, 0) as sample_count,
        {{ measured_columns(
            'half_years.top_two_percent', 'half_years.top_two_low', 'half_years.top_two_high'
        ) }},
        'design_wilson@1' as interval_method,
        true as has_base,
        half_years.quality_flags,
        coalesce(breaks.is_series_break, false) as is_series_break,
        half_years.publish_reason
    from half_years
    left join {{ ref('int_survey_indicator_break') }} as breaks
        on
            breaks.indicator_id = '{{ indicator_id }}'
            and half_years.subject_code = breaks.area_code
            and half_years.period = breaks.half_year
{%- endmacro %}
