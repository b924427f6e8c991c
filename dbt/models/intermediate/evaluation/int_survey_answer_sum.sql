with

-- the one model that reads the answers row by row. Sums of decimals are exact, so that a figure
-- does not depend on the order in which answers are added up
summed as (

    select
        wave_id,
        area_code,
        item_code,
        answer_code,
        count(*) as answer_count,
        sum(cast(base_weight as decimal(18, 9))) as weight,
        sum(cast(base_weight as decimal(18, 9)) * cast(base_weight as decimal(18, 9)))
            as weight_square
    from {{ ref('stg_survey_answer') }}
    group by wave_id, area_code, item_code, answer_code

),

waves as (

    select * from {{ ref('int_survey_wave') }}

),

code_book as (

    select * from {{ ref('stg_survey_item') }}

),

-- an answer that the code book of its wave does not know is none
final as (

    select
        summed.wave_id,
        summed.area_code,
        summed.item_code,
        summed.answer_code,
        waves.fielded_to,
        code_book.indicator_id,
        code_book.meaning,
        code_book.score,
        summed.answer_count,
        summed.weight,
        summed.weight_square,
        coalesce(code_book.is_valid, false) as is_valid,
        coalesce(code_book.is_valid and code_book.is_top_two, false) as is_top_two
    from summed
    inner join waves on summed.wave_id = waves.wave_id
    left join code_book
        on
            summed.wave_id = code_book.wave_id
            and summed.item_code = code_book.item_code
            and summed.answer_code = code_book.answer_code

)

select * from final
