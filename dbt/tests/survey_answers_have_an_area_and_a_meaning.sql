{{ config(severity='warn') }}

-- A returned row is a kind of answer that some figure leaves out, because its area did not exist
-- on the last day of the wave, or because the code book of the wave does not know it. Not an error
-- of the build: areas, code book or answers are to be corrected, and until then the warning says
-- how many answers are missing.
with

answers as (

    select
        answers.wave_id,
        answers.area_code,
        answers.item_code,
        answers.answer_code,
        waves.fielded_to,
        count(*) as answer_count
    from {{ ref('stg_survey_answer') }} as answers
    inner join {{ ref('int_survey_wave') }} as waves on answers.wave_id = waves.wave_id
    group by all

),

areas as (

    select * from {{ ref('stg_area') }}

),

code_book as (

    select * from {{ ref('stg_survey_item') }}

)

select
    answers.*,
    areas.area_code is null as is_without_area,
    code_book.answer_code is null as is_without_meaning
from answers
left join areas
    on answers.area_code = areas.area_code and {{ holds_on('areas', 'answers.fielded_to') }}
left join code_book
    on
        answers.wave_id = code_book.wave_id
        and answers.item_code = code_book.item_code
        and answers.answer_code = code_book.answer_code
where areas.area_code is null or code_book.answer_code is null
