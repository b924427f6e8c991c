{#- The figures that scorecards show, from some in the shape of mart_indicator_value, with the
    period of the card: those of quarters and years; those of half-years in the quarter that closes
    one; and where an indicator has none of a year, the mean of its half-years'. Of these, ones
    that may have been coached count only where there is no other, and what cannot be scored not at
    all beside what can. `is_hidden` is a condition on a figure that those who read it are not shown. -#}
{% macro scorecard_figures(figures, is_hidden) -%}
    {%- set card = ['indicator_id', 'subject_kind', 'subject_code'] | join(', ') -%}
    {%- set evidence = ['value', 'numerator', 'denominator', 'status', 'sample_count',
        'settled_on', 'quality_flags', 'is_hidden', 'is_gated'] | join(', ') -%}
    with

    figures as (
        select
            figures.*,
            {{ is_hidden }} as is_hidden,
            {{ is_coached('figures.quality_flags') }} as is_gated,
            indicators.frequency
        from {{ figures }} as figures
        inner join {{ ref('stg_indicator') }} as indicators
            on figures.indicator_id = indicators.indicator_id
        where figures.period_kind != 'month'
    ),

    half_years as (
        select
            *,
            {{ period_label('year', 'period_to') }} as year_label,
            {{ period_end(12, 'period_to') }} as year_to,
            case
                when status = 'insufficient' then 3
                when status = 'not_applicable' then 5
                when value is null and not is_hidden then 4
                when is_gated then 2
                else 1
            end as standing
        from figures
        where period_kind = 'half_year' and frequency = 'half_year'
    ),

    of_year as (
        select {{ card }}, period from figures
        where period_kind = 'year'
    ),

    best as (
        select half_years.*
        from half_years
        left join of_year
            on
                half_years.indicator_id = of_year.indicator_id
                and half_years.subject_kind = of_year.subject_kind
                and half_years.subject_code = of_year.subject_code
                and half_years.year_label = of_year.period
        where of_year.indicator_id is null
        qualify
            rank() over (
                partition by
                    half_years.indicator_id,
                    half_years.subject_kind,
                    half_years.subject_code,
                    half_years.year_label
                order by half_years.standing
            ) = 1
    )

    select
        {{ card }},
        period_kind,
        period,
        period_to,
        {{ evidence }},
        {{ list_of('period') }} as figure_periods
    from figures
    where
        period_kind = 'year'
        or (period_kind = 'quarter' and frequency in ('month', 'quarter'))

    union all

    select
        {{ card }},
        'quarter' as period_kind,
        {{ period_label('quarter', 'period_to') }} as period,
        period_to,
        {{ evidence }},
        {{ list_of('period') }} as figure_periods
    from half_years

    union all

    select
        {{ card }},
        'year' as period_kind,
        year_label as period,
        year_to as period_to,
        {{ mean_of_all('value') }} as value,
        null as numerator,
        null as denominator,
        case
            when bool_or(is_hidden) then 'suppressed'
            when min(standing) > 2 then min(status)
            when bool_and(status = 'ok') and year_to <= max(run.as_of) then 'ok'
            else 'provisional'
        end as status,
        cast(sum(sample_count) as bigint) as sample_count,
        year_to as settled_on,
        {{ all_flags('quality_flags') }} as quality_flags,
        bool_or(is_hidden) as is_hidden,
        bool_or(is_gated) as is_gated,
        {{ sorted_list('period') }} as figure_periods
    from best
    cross join {{ source('raw', 'run') }} as run
    group by {{ card }}, year_label, year_to
{%- endmacro %}
