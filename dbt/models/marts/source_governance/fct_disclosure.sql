with

disclosures as (

    select * from {{ ref('int_disclosure') }}

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
        overdue_days is not null as is_overdue,
        overdue_days
    from disclosures

)

select * from final
