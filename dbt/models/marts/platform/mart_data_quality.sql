with

deliveries as (

    select * from {{ source('raw', 'delivery') }}
    where not is_superseded

),

faults as (

    select
        faults.contract,
        faults.column_name,
        faults.rule,
        cast(sum(faults.fault_count) as bigint) as quarantined_count,
        max(deliveries.loaded_at) as last_seen_at
    from {{ source('raw', 'fault') }} as faults
    inner join deliveries on faults.delivery = deliveries.delivery
    group by faults.contract, faults.column_name, faults.rule

),

rules as (

    select * from {{ source('raw', 'rule') }}

),

-- a fault of a rule that nobody described must fail the contract, not vanish
final as (

    select
        faults.contract,
        faults.column_name,
        faults.rule,
        rules.rule_cn,
        rules.rule_en,
        faults.quarantined_count,
        faults.last_seen_at
    from faults
    left join rules
        on
            faults.contract = rules.contract
            and faults.column_name = rules.column_name
            and faults.rule = rules.rule
    where faults.quarantined_count > 0

    union all

    select
        contract,
        column_name,
        rule,
        rule_cn,
        rule_en,
        figure_count as quarantined_count,
        built_at as last_seen_at
    from {{ ref('int_release_report') }}

)

select * from final
