with

counted as (

    select * from {{ ref('int_register_month') }}
    where month_on is not null

),

-- only what promises fresh rows can be missing: a half-yearly survey has months without
promised as (

    select contract from {{ source('raw', 'register') }}
    where freshness_days is not null

),

bounds as (

    select
        contract,
        min(month_on) as first_month_on,
        max(month_on) as last_month_on
    from counted
    group by contract

),

months as (

    select
        contract,
        {{ months_between('first_month_on', 'last_month_on') }} as month_on
    from bounds

),

final as (

    select
        months.contract,
        {{ period_column('month', 'months.month_on') }},
        coalesce(counted.row_count, 0) as row_count,
        counted.row_count is null and promised.contract is not null as is_missing
    from months
    left join promised on months.contract = promised.contract
    left join counted
        on
            months.contract = counted.contract
            and months.month_on = counted.month_on

)

select * from final
