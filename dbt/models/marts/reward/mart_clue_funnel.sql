{#- The clues of a simple cohort that would have reached the stage with as large an error. -#}
{%- set reached = '(cohorts.incidence * cohorts.effective_count)' -%}

with

cohorts as (

    select * from {{ ref('int_clue_cohort') }}

),

projections as (

    select * from {{ ref('int_clue_projection') }}

),

final as (

    select
        {{ period_label('month', 'cohorts.month_on') }} as cohort_month,
        cohorts.area_code,
        cohorts.breakdown,
        cohorts.breakdown_code,
        cohorts.stage,
        cohorts.horizon_days,
        cohorts.clue_count,
        cohorts.excluded_count,
        case when cohorts.is_mature then cohorts.reached_count end as reached_count,
        {{ clipped_percent('(1e2 * cohorts.incidence)') }} as incidence_percent,
        1e2 * cohorts.standard_error as standard_error,
        {{ wilson_percent(reached, 'cohorts.effective_count', 'low') }} as interval_low,
        {{ wilson_percent(reached, 'cohorts.effective_count', 'high') }} as interval_high,
        1e2 * cohorts.open_share as open_percent,
        cohorts.median_days,
        {{ clipped_percent('(1e2 * projections.projected_count / cohorts.clue_count)') }}
            as projected_percent,
        1e2 * projections.standard_error / cohorts.clue_count as projection_error,
        cohorts.open_count,
        cohorts.is_mature,
        cohorts.method,
        projections.method as projection_method,
        case
            when cohorts.clue_count = 0 then 'not_applicable'
            when cohorts.is_mature then 'ok'
            else 'provisional'
        end as status
    from cohorts
    left join projections
        on
            cohorts.month_on = projections.month_on
            and cohorts.area_code = projections.area_code
            and cohorts.breakdown = projections.breakdown
            and cohorts.breakdown_code = projections.breakdown_code
            and cohorts.stage = projections.stage
            and cohorts.horizon_days = projections.horizon_days

)

select * from final
