-- A returned row is a banner whose answers to an item are not those of itself, of its towns and of
-- their villages, each where they lay on the last day of the wave. Walks up the hierarchy step by
-- step, without the closure that the estimates are made from.
with

areas as (

    select * from {{ ref('stg_area') }}

),

answers as (

    select
        answers.wave_id,
        answers.area_code,
        answers.item_code,
        waves.fielded_to
    from {{ ref('stg_survey_answer') }} as answers
    inner join {{ ref('int_survey_wave') }} as waves on answers.wave_id = waves.wave_id

),

placed as (

    select
        answers.wave_id,
        answers.item_code,
        case
            when own.level = 'banner' then own.area_code
            when above.level = 'banner' then above.area_code
            else above.parent_code
        end as banner_code,
        count(*) as answer_count
    from answers
    inner join areas as own
        on answers.area_code = own.area_code and {{ holds_on('own', 'answers.fielded_to') }}
    left join areas as above
        on own.parent_code = above.area_code and {{ holds_on('above', 'answers.fielded_to') }}
    group by all

),

banners as (

    select distinct area_code from areas
    where level = 'banner'

),

estimates as (

    select * from {{ ref('int_survey_estimate') }}
    where question_kind = 'item'

)

select
    placed.*,
    estimates.answer_count as estimated_count
from placed
inner join banners on placed.banner_code = banners.area_code
left join estimates
    on
        placed.wave_id = estimates.wave_id
        and placed.item_code = estimates.question_code
        and placed.banner_code = estimates.area_code
where placed.answer_count is distinct from estimates.answer_count
