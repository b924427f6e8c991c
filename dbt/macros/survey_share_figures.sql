{#- What int_indicator_<id> returns for an indicator that is the top-two share of survey answers:
    of all its items together, in the latest wave of each half-year. -#}
{% macro survey_share_figures(indicator_id) -%}
    with

    estimates as (
        select * from {{ ref('int_survey_estimate') }}
        where question_kind = 'indicator' and question_code = '{{ indicator_id }}'
    ),

    half_years as (
        {{ latest_wave_by_half_year('estimates', [
            'valid_count', 'valid_weight', 'top_two_weight',
            'top_two_percent', 'top_two_low', 'top_two_high',
        ]) }}
    )

    select
        '{{ indicator_id }}' as indicator_id,
        subject_kind,
        subject_code,
        period_kind,
        period,
        period_from,
        period_to,
        period_to as settled_on,
        coalesce(top_two_weight, 0) as numerator,
        coalesce(valid_weight, 0) as denominator,
        coalesce(valid_count, 0) as sample_count,
        {{ measured_columns('top_two_percent', 'top_two_low', 'top_two_high') }},
        'effective_wilson' as interval_method,
        true as has_base
    from half_years
{%- endmacro %}
