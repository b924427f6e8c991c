{#- Version, status and source of a figure are made here, alike for all indicators. -#}
with

own as (

    {{ union_by_indicator('int_indicator_', var('indicators'), indicator_columns()) }}

    union all

    select {{ indicator_columns() | join(', ') }} from {{ ref('int_own_indicator') }}

),

received as (

    select {{ indicator_columns() | join(', ') }} from {{ ref('int_received_figure') }}

),

indicators as (

    select * from {{ ref('stg_indicator') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

-- what was sent down stands where there is nothing of one's own
figures as (

    select
        own.*,
        'own' as figure_source
    from own
    left join received on {{ figure_key('own', 'received') }}
    where received.indicator_id is null or own.sample_count > 0

    union all

    select
        received.*,
        'received' as figure_source
    from received
    left join own on {{ figure_key('received', 'own') }}
    where own.indicator_id is null or own.sample_count = 0

),

judged as (

    select
        figures.*,
        indicators.version as definition_version,
        {{ publish_decision('figures.publish_reason') }} = 'suppress' as is_suppressed,
        {{ indicator_status(
            'figures.denominator', 'figures.sample_count', 'figures.has_base',
            'indicators.min_denominator', 'is_suppressed', 'figures.settled_on', 'run.as_of'
        ) }} as status
    from figures
    inner join indicators
        on figures.indicator_id = indicators.indicator_id and indicators.is_disabled is not true
    cross join run

),

final as (

    select
        indicator_id,
        subject_kind,
        subject_code,
        period_kind,
        period,
        period_from,
        period_to,
        settled_on,
        definition_version,
        cast(case when not is_suppressed then numerator end as double) as numerator,
        cast(denominator as double) as denominator,
        cast(sample_count as bigint) as sample_count,
        {% for figure in ['value', 'interval_low', 'interval_high'] %}
            case when not is_suppressed then {{ figure }} end as {{ figure }},
        {% endfor %}
        interval_method,
        status,
        publish_reason,
        quality_flags,
        is_series_break,
        figure_source
    from judged

)

select * from final
