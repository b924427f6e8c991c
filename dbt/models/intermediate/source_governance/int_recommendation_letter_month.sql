with

letters as (

    select * from {{ ref('int_recommendation_letter') }}

),

spans as (

    select * from {{ ref('int_unit_span') }}

),

counted as (

    select
        'SRC05' as indicator_id,
        effective_due_on as counted_on,
        recipient_unit_code as unit_code,
        kind,
        is_replied_on_time as is_met
    from letters
    where effective_due_on <= as_of

    union all

    select
        'SRC07' as indicator_id,
        issued_on as counted_on,
        issuer_unit_code as unit_code,
        kind,
        true as is_met
    from letters

),

final as (

    select
        counted.indicator_id,
        {{ month_of('counted.counted_on') }} as month_on,
        counted.unit_code,
        spans.area_code,
        spans.valid_from as ancestry_on,
        counted.kind,
        count(*) as letter_count,
        count(*) filter (where counted.is_met) as met_count
    from counted
    left join spans
        on
            counted.unit_code = spans.unit_code
            and {{ holds_on('spans', 'counted.counted_on') }}
    group by
        counted.indicator_id,
        month_on,
        counted.unit_code,
        spans.area_code,
        ancestry_on,
        counted.kind

)

select * from final
