with

answers as (

    select * from {{ ref('int_survey_answer_sum') }}

),

ancestors as (

    select * from {{ ref('int_area_ancestor') }}
    where ancestor_level != 'village'

),

final as (

    select
        answers.wave_id,
        ancestors.ancestor_code as area_code,
        answers.item_code,
        answers.answer_code,
        answers.indicator_id,
        answers.score,
        answers.is_valid,
        answers.is_top_two,
        cast(sum(answers.answer_count) as bigint) as answer_count,
        sum(answers.weight) as weight,
        sum(answers.weight_square) as weight_square
    from answers
    inner join ancestors
        on
            answers.area_code = ancestors.area_code
            and {{ holds_on('ancestors', 'answers.fielded_to') }}
    group by
        answers.wave_id,
        ancestors.ancestor_code,
        answers.item_code,
        answers.answer_code,
        answers.indicator_id,
        answers.score,
        answers.is_valid,
        answers.is_top_two

)

select * from final
