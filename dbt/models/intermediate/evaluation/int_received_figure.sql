with

figures as (

    select * from {{ ref('stg_received_figure') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

ranked as (

    select
        figures.*,
        {{ period_kind_of('figures.period') }} as period_kind,
        row_number() over (
            partition by figures.indicator_id, figures.area_code, figures.period
            order by figures.received_on desc, figures.source_body asc
        ) as recency
    from figures
    cross join run
    where figures.received_on <= run.as_of

),

dated as (

    select
        *,
        {{ period_begin('period') }} as period_from
    from ranked
    where recency = 1

),

ended as (

    select
        *,
        case period_kind
            {% for kind, months in period_kinds() %}
                when '{{ kind }}' then {{ period_end(months, 'period_from') }}
            {% endfor %}
        end as period_to
    from dated

),

final as (

    select
        indicator_id,
        'area' as subject_kind,
        area_code as subject_code,
        period_kind,
        period,
        period_from,
        period_to,
        period_to as settled_on,
        n as denominator,
        n as sample_count,
        value,
        interval_low,
        interval_high,
        true as has_base,
        cast(null as double) as numerator,
        case when interval_low is not null then 'received' end as interval_method,
        {{ unmarked() }}
    from ended

)

select * from final
