{{ config(materialized='view') }}

{#- The indicators that are derived from persons. `asked_as` is the one whose survey items they
    read; empty where no survey stands behind them. Not released are amounts, for what is released
    is protected as counts, and red lines and vetoes: leaders are told of one, and nobody else. -#}
with

registers as (

    {{ person_registers() }}

),

indicators as (

    select * from {{ ref('stg_indicator') }}

),

final as (

    select
        indicators.indicator_id,
        max(registers.smallest_count) as threshold,
        min(registers.domain) as domain_code,
        max(
            case
                when registers.contract = 'survey_answer'
                    then {{ companion_of('indicators.indicator_id', 'indicators.score_rule_note') }}
            end
        ) as asked_as,
        not bool_or(registers.has_amounts)
        and max(indicators.score_rule) not in ('red_line', 'veto') as is_released
    from indicators
    inner join registers
        on ';' || indicators.source_contracts || ';' like '%;' || registers.contract || ';%'
    group by indicators.indicator_id

)

select * from final
