with

asked as (

    select
        estimates.wave_id,
        estimates.area_code,
        estimates.question_code as item_code,
        waves.fielded_to,
        waves.series,
        items.wording_version,
        items.scale_points
    from {{ ref('int_survey_estimate') }} as estimates
    inner join {{ ref('int_survey_wave') }} as waves on estimates.wave_id = waves.wave_id
    inner join {{ ref('int_survey_item') }} as items
        on estimates.wave_id = items.wave_id and estimates.question_code = items.item_code
    where estimates.question_kind = 'item' and estimates.area_code != 'all'

),

compared as (

    select
        *,
        lag(wave_id) over item_waves as previous_wave_id,
        lag(series) over item_waves as previous_series,
        lag(wording_version) over item_waves as previous_wording_version,
        lag(scale_points) over item_waves as previous_scale_points
    from asked
    window item_waves as (partition by area_code, item_code order by fielded_to, wave_id)

),

pairs as (

    select distinct
        area_code,
        wave_id,
        previous_wave_id
    from compared
    where previous_wave_id is not null

),

-- items may follow upon different waves
shifts as (

    {{ mode_shift('pairs', ref('int_survey_area_sample')) }}

),

final as (

    select
        compared.wave_id,
        compared.area_code,
        compared.item_code,
        coalesce(
            compared.series != compared.previous_series
            or compared.wording_version != compared.previous_wording_version
            or compared.scale_points != compared.previous_scale_points
            or shifts.moved > {{ mode_change_points() }},
            false
        ) as is_series_break
    from compared
    left join shifts
        on
            compared.area_code = shifts.area_code
            and compared.wave_id = shifts.wave_id
            and compared.previous_wave_id = shifts.previous_wave_id

)

select * from final
