with

rebases as (

    select * from {{ ref('stg_chart_rebase') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

final as (

    select
        rebases.indicator_id,
        rebases.area_code,
        rebases.from_on,
        rebases.reason,
        rebases.decided_on,
        rebases.decided_by_unit_code
    from rebases
    inner join run on rebases.decided_on <= run.as_of

)

select * from final
