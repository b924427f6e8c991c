with

protections as (

    select * from {{ ref('stg_protection_month') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

final as (

    select
        protections.month,
        protections.area_code,
        protections.request_count,
        protections.confirmed_leak_count
    from protections
    inner join run on {{ period_begin('protections.month') }} <= run.as_of

)

select * from final
