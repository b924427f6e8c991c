with

posts as (

    select * from {{ ref('stg_staffing') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

final as (

    select
        posts.half_year,
        posts.unit_code,
        posts.established_count,
        posts.filled_count
    from posts
    inner join run on {{ period_from_label('half_year', 6, 'posts.half_year') }} <= run.as_of

)

select * from final
