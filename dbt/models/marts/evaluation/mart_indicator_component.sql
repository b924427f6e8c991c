with

components as (

    {{ union_by_indicator('int_component_', var('composite_indicators')) }}

),

final as (

    select
        indicator_id,
        component,
        subject_kind,
        subject_code,
        period_kind,
        period,
        weight,
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        value,
        interval_low,
        interval_high
    from components

)

select * from final
