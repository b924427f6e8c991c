{#- What the engine scores: a row a card and indicator, from `figures` as scorecard_figures makes
    them. A card is an area or a unit in a quarter or a year, at a level at which something is
    scored. On it stand the indicators that are scored at its level, whether or not there is a
    figure, and those that are only shown where there is one. -#}
{% macro scorecard_lines(figures) -%}
    {%- set card = ['subject_kind', 'subject_code', 'period_kind', 'period'] -%}
    with

    figures as (
        select * from {{ figures }}
    ),

    indicators as (
        select
            *,
            ';' || coalesce(scored_levels, '') || ';' as levels
        from {{ ref('stg_indicator') }}
        where is_disabled is not true
    ),

    -- an area is what it was last within the period
    cards as (
        select
            figures.{{ card | join(', figures.') }},
            coalesce({{ latest_value('areas.level', 'areas.valid_from') }}, 'unit') as level
        from figures
        left join {{ ref('stg_area') }} as areas
            on
                figures.subject_kind = 'area'
                and figures.subject_code = areas.area_code
                and figures.period_to >= areas.valid_from
        group by figures.{{ card | join(', figures.') }}
    ),

    lines as (
        select
            cards.*,
            indicators.* exclude (levels),
            indicators.levels like '%;' || cards.level || ';%' as is_scored_here
        from cards
        inner join indicators
            on
                cards.period_kind = 'year'
                or indicators.frequency in ('month', 'quarter')
                or (
                    indicators.frequency = 'half_year'
                    and right(cards.period, 2) in ('Q2', 'Q4')
                )
        where
            exists (
                select 1 from indicators as scored
                where scored.levels like '%;' || cards.level || ';%'
            )
    )

    select
        lines.period,
        lines.subject_kind,
        lines.subject_code,
        lines.indicator_id,
        lines.period_kind,
        lines.level,
        lines.mechanism_code,
        lines.version as definition_version,
        lines.score_rule,
        lines.score_rule_note,
        lines.score_floor,
        lines.score_target,
        lines.default_weight as weight,
        figures.value,
        figures.numerator,
        figures.denominator,
        figures.sample_count,
        coalesce(figures.status, 'missing') as figure_status,
        figures.settled_on,
        coalesce(figures.figure_periods, {{ empty_list() }}) as figure_periods,
        coalesce(figures.quality_flags, {{ empty_list() }}) as quality_flags,
        coalesce(figures.is_gated, false) as is_gated,
        coalesce(figures.is_hidden, false) as is_hidden
    from lines
    left join figures on {{ figure_key('lines', 'figures') }}
    where lines.is_scored_here or (lines.scored_levels is null and figures.indicator_id is not null)
{%- endmacro %}
