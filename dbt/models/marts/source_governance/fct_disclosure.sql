with

disclosures as (

    select * from {{ ref('int_disclosure') }}

),

dated as (

    select
        *,
        overdue_days is not null as is_overdue
    from disclosures

),

final as (

    select
        disclosure_id,
        area_code,
        kind,
        due_on,
        published_on,
        is_published,
        is_on_time,
        is_overdue,
        overdue_days
    from dated

)

select * from final
