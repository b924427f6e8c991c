{{ config(severity='warn') }}

-- A returned row is a kind of answer that some figure leaves out, because its area did not exist
-- on the last day of the wave, or because the code book of the wave does not know it. Not an error
-- of the build: areas, code book or answers are to be corrected, and until then the warning says
-- how many answers are missing.
with

answers as (

    select * from {{ ref('int_survey_answer_sum') }}

),

areas as (

    select * from {{ ref('stg_area') }}

)

select
    answers.wave_id,
    answers.area_code,
    answers.item_code,
    answers.answer_code,
    answers.answer_count,
    areas.area_code is null as is_without_area,
    answers.meaning is null as is_without_meaning
from answers
left join areas
    on answers.area_code = areas.area_code and {{ holds_on('areas', 'answers.fielded_to') }}
where areas.area_code is null or answers.meaning is null
