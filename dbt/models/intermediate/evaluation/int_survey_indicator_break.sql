{{ config(materialized='view') }}

with

breaks as (

    select * from {{ ref('int_survey_series_break') }}

),

items as (

    select * from {{ ref('int_survey_item') }}

),

waves as (

    select * from {{ ref('int_survey_wave') }}

),

-- any item that changed since the half-year before, in whichever wave
final as (

    select
        items.indicator_id,
        breaks.area_code,
        waves.half_year,
        bool_or(breaks.is_series_break) as is_series_break
    from breaks
    inner join items on breaks.wave_id = items.wave_id and breaks.item_code = items.item_code
    inner join waves on breaks.wave_id = waves.wave_id
    where items.indicator_id is not null
    group by items.indicator_id, breaks.area_code, waves.half_year

)

select * from final
