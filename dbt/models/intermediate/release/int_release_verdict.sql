{#- The decision on each row of mart_indicator_value that is derived from persons and in a release.
    A survey's figure is shown where all its items are, a composite where all its rates are.
    `whole`, `met` and `value` are what is published where they differ from the row's own;
    `range_low` and `range_high` are the ends, in percent, between which a blank share lies. -#}
with

figures as (

    select
        figures.*,
        indicators.asked_as
    from {{ ref('mart_indicator_value') }} as figures
    inner join {{ ref('int_release_indicator') }} as indicators
        on figures.indicator_id = indicators.indicator_id
    where figures.figure_source = 'own'

),

decisions as (

    select
        *,
        is_whole_shown and coalesce(is_met_shown, true) as is_shown,
        {{ share_percent('met_low', 'whole') }} as range_low,
        {{ share_percent('met_high', 'whole') }} as range_high
    from {{ ref('int_release_decision') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

items as (

    select
        indicator_id,
        area_code,
        item_code,
        wave_id,
        {{ period_column('half_year', 'fielded_to') }},
        rank() over (
            partition by indicator_id, area_code, half_year
            order by fielded_to desc, wave_id desc
        ) as recency
    from {{ ref('mart_survey_score') }}

),

surveys as (

    select
        items.indicator_id,
        items.area_code,
        items.half_year,
        bool_or(decisions.standing = 'kept') as is_kept,
        bool_and(decisions.is_shown) as is_shown
    from items
    inner join decisions
        on
            decisions.measure = 'survey/' || items.item_code || '/valid'
            and items.area_code = decisions.subject_code
            and items.wave_id = decisions.period
    where items.recency = 1
    group by items.indicator_id, items.area_code, items.half_year

),

composites as (

    select
        parts.indicator_id,
        parts.subject_kind,
        parts.subject_code,
        parts.period_kind,
        parts.period,
        bool_and(decisions.is_shown) as is_shown,
        sum(parts.weight * {{ share_percent('decisions.met', 'decisions.whole') }}) as value,
    {% for side in ['low', 'high'] %}
        case
            when
                bool_and(decisions.is_shown or decisions.is_range_shown)
                and not bool_and(decisions.is_shown)
                then
                    sum(
                        parts.weight
                        * coalesce(
                            decisions.range_{{ side }},
                            {{ share_percent('decisions.met', 'decisions.whole') }}
                        )
                    )
        end as range_{{ side }}
        {{- ',' if not loop.last }}
    {% endfor %}
    from {{ ref('mart_indicator_component') }} as parts
    inner join decisions
        on {{ decision_key('decisions', "parts.indicator_id || '/' || parts.component", 'parts') }}
    where parts.weight is not null
    group by all

),

final as (

    select
        figures.indicator_id,
        figures.subject_kind,
        figures.subject_code,
        figures.period_kind,
        figures.period,
        decisions.standing = 'kept' as is_kept,
        decisions.is_whole_shown,
        coalesce(decisions.is_met_shown, decisions.is_whole_shown) as is_met_shown,
        decisions.is_shown and coalesce(composites.is_shown, true) as is_shown,
        decisions.whole,
        decisions.met,
        composites.value,
        coalesce(composites.range_low, decisions.range_low) as range_low,
        coalesce(composites.range_high, decisions.range_high) as range_high,
        decisions.whole != coalesce(figures.denominator, figures.numerator)
        or coalesce(decisions.met != figures.numerator, false) as is_corrected
    from figures
    inner join decisions on {{ decision_key('decisions', 'figures.indicator_id', 'figures') }}
    left join composites on {{ figure_key('figures', 'composites') }}

    union all

    -- where there was no wave there is nothing to protect
    select
        figures.indicator_id,
        figures.subject_kind,
        figures.subject_code,
        figures.period_kind,
        figures.period,
        coalesce(surveys.is_kept, false) as is_kept,
        coalesce(surveys.is_shown, true) as is_whole_shown,
        coalesce(surveys.is_shown, true) as is_met_shown,
        coalesce(surveys.is_shown, true) as is_shown,
        null as whole,
        null as met,
        null as value,
        null as range_low,
        null as range_high,
        false as is_corrected
    from figures
    cross join run
    left join surveys
        on
            figures.asked_as = surveys.indicator_id
            and figures.subject_code = surveys.area_code
            and figures.period = surveys.half_year
    where
        figures.asked_as is not null
        and figures.settled_on <= run.as_of
        and (surveys.indicator_id is not null or figures.sample_count = 0)

)

select * from final
