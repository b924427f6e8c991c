with

waves as (

    select * from {{ ref('int_survey_wave') }}

),

samples as (

    select
        -- the whole wave, whatever its areas
        'all' as area_code,
        wave_id,
        mode,
        {{ sums_of(['eligible_count', 'completed_count']) }}
    from {{ ref('stg_survey_sample') }}
    group by wave_id, mode

),

responses as (

    select
        wave_id,
        {{ share_percent('sum(completed_count)', 'sum(eligible_count)') }} as response_percent
    from samples
    group by wave_id

),

items as (

    select
        wave_id,
        question_code as item_code,
        answer_count,
        dont_know_count,
        top_two_percent
    from {{ ref('int_survey_estimate') }}
    where question_kind = 'item' and area_code = 'all'

),

-- an item without such an answer cannot have had it
offered as (

    select distinct
        wave_id,
        item_code
    from {{ ref('stg_survey_item') }}
    where meaning = 'dont_know'

),

said as (

    select
        items.wave_id,
        max(items.top_two_percent) as top_two_percent,
        {{ share_percent(
            'coalesce(sum(items.dont_know_count), 0)',
            'sum(items.answer_count) filter (where offered.item_code is not null)'
        ) }} as dont_know_percent
    from items
    left join offered
        on items.wave_id = offered.wave_id and items.item_code = offered.item_code
    group by items.wave_id

),

pairs as (

    select
        'all' as area_code,
        wave_id,
        previous_wave_id
    from waves
    where previous_wave_id is not null

),

shifts as (

    {{ mode_shift('pairs', 'samples') }}

),

final as (

    select
        waves.wave_id,
        responses.response_percent,
        said.top_two_percent,
        said.dont_know_percent,
        shifts.moved as mode_shift_points
    from waves
    left join responses on waves.wave_id = responses.wave_id
    left join said on waves.wave_id = said.wave_id
    left join shifts on waves.wave_id = shifts.wave_id

)

select * from final
