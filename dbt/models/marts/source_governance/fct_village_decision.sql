with

decisions as (

    select * from {{ ref('int_village_decision') }}

),

final as (

    select
        decision_id,
        area_code,
        proposed_on,
        deliberated_on,
        reviewed_on,
        resolved_on,
        resolution_published_on,
        result_published_on,
        eligible_count,
        attended_count,
        approved_count,
        concluded_on,
        is_concluded,
        is_in_order
    from decisions

)

select * from final
