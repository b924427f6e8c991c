with

reviews as (

    select * from {{ ref('stg_case_review') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

final as (

    select
        reviews.period,
        reviews.unit_code,
        reviews.kind,
        reviews.reviewed_count,
        reviews.qualified_count
    from reviews
    inner join run on {{ period_begin('reviews.period') }} <= run.as_of

)

select * from final
