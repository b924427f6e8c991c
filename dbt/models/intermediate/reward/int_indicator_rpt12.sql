with

protections as (

    select
        *,
        {{ period_begin('month') }} as month_on
    from {{ ref('stg_protection_month') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        protections.month_on,
        protections.month_on as ancestry_on,
        protections.area_code,
        protections.confirmed_leak_count
    from protections
    inner join run on protections.month_on <= run.as_of

),

sums as (

    {{ subject_period_sums(
        'known', ['confirmed_leak_count'], subjects=['area']
    ) }}

),

final as (

    select {{ count_figure('RPT12', 'confirmed_leak_count') }}
    from sums

)

select * from final
