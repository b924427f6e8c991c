with

registers as (

    select * from {{ source('raw', 'register') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

held as (

    select
        contract,
        cast(sum(row_count) as bigint) as current_count,
        max(newest_on) as newest_on
    from {{ ref('int_register_month') }}
    group by contract

),

delivered as (

    select
        contract,
        cast(sum(read_count) filter (where not is_superseded) as bigint) as read_count,
        cast(sum(quarantined_count) filter (where not is_superseded) as bigint)
            as quarantined_count,
        count(*) filter (where not is_refused) as delivery_count,
        max(loaded_at) filter (where not is_refused) as last_loaded_at
    from {{ source('raw', 'delivery') }}
    group by contract

),

missing as (

    select
        contract,
        count(*) as missing_month_count
    from {{ ref('mart_register_month') }}
    where is_missing
    group by contract

),

joined as (

    select
        registers.contract,
        held.newest_on,
        delivered.last_loaded_at,
        run.as_of,
        cast(registers.freshness_days as bigint) as freshness_days,
        coalesce(held.current_count, 0) as current_count,
        coalesce(delivered.read_count, 0) as read_count,
        coalesce(delivered.quarantined_count, 0) as quarantined_count,
        coalesce(delivered.delivery_count, 0) as delivery_count,
        coalesce(missing.missing_month_count, 0) as missing_month_count
    from registers
    cross join run
    left join held on registers.contract = held.contract
    left join delivered on registers.contract = delivered.contract
    left join missing on registers.contract = missing.contract

),

judged as (

    select
        *,
        1e0 * quarantined_count / nullif(read_count, 0) as quarantined_share,
        freshness_days is not null
        and coalesce(as_of - newest_on > freshness_days, true) as is_stale
    from joined

),

final as (

    select
        contract,
        current_count,
        read_count,
        quarantined_count,
        quarantined_share,
        delivery_count,
        last_loaded_at,
        newest_on,
        freshness_days,
        is_stale,
        missing_month_count
    from judged

)

select * from final
