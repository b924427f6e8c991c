{#- The figures that are derived from persons and settled by now, or released before: a whole and
    the part of it that met a condition, none for a plain count. What was released stands beside. -#}
{%- set answers = [
    ('answered', 'answer_count', 'valid_count'),
    ('not_valid', 'not_valid_count', 'dont_know_count'),
    ('valid', 'valid_count', 'round(valid_count * top_two_percent / 100)'),
] -%}

with

indicators as (

    select * from {{ ref('int_release_indicator') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

own as (

    select
        figures.*,
        indicators.threshold,
        indicators.domain_code
    from {{ ref('mart_indicator_value') }} as figures
    inner join indicators on figures.indicator_id = indicators.indicator_id
    where
        indicators.asked_as is null
        and indicators.is_released
        and figures.figure_source = 'own'

),

surveys as (

    select * from {{ ref('mart_survey_score') }}

),

registers as (

    {{ person_registers() }}

),

figures as (

    select
        indicator_id as measure,
        domain_code,
        subject_kind,
        subject_code,
        period_kind,
        period,
        period_from,
        period_to,
        settled_on,
        coalesce(denominator, numerator) as whole,
        case when denominator is not null then numerator end as met,
        threshold
    from own

    union all

    select
        own.indicator_id || '/' || parts.component as measure,
        own.domain_code,
        own.subject_kind,
        own.subject_code,
        own.period_kind,
        own.period,
        own.period_from,
        own.period_to,
        own.settled_on,
        coalesce(parts.denominator, parts.numerator) as whole,
        case when parts.denominator is not null then parts.numerator end as met,
        own.threshold
    from {{ ref('mart_indicator_component') }} as parts
    inner join own on {{ figure_key('parts', 'own') }}

    {% for name, whole, met in answers %}
        union all

        select
            'survey/' || surveys.item_code || '/{{ name }}' as measure,
            registers.domain as domain_code,
            'area' as subject_kind,
            surveys.area_code as subject_code,
            'wave' as period_kind,
            surveys.wave_id as period,
            surveys.fielded_from as period_from,
            surveys.fielded_to as period_to,
            surveys.fielded_to as settled_on,
            surveys.{{ whole }} as whole,
            {{ met }} as met,
            registers.smallest_count as threshold
        from surveys
        inner join registers on registers.contract = 'survey_answer'
    {% endfor %}

),

final as (

    select
        figures.*,
        released.whole as was_whole,
        released.met as was_met,
        released.is_whole_shown as was_whole_shown,
        released.is_met_shown as was_met_shown,
        released.is_range_shown as was_range_shown
    from figures
    cross join run
    left join {{ source('raw', 'released_figure') }} as released
        on {{ decision_key('released', 'figures.measure', 'figures') }}
    where figures.settled_on <= run.as_of or released.measure is not null

)

select * from final
