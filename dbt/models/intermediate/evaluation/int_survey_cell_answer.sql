with

respondents as (

    select * from {{ ref('int_survey_respondent') }}

),

code_book as (

    select * from {{ ref('stg_survey_item') }}

),

-- an answer that the code book of its wave does not know is none
answers as (

    select
        respondents.wave_id,
        respondents.cell,
        respondents.base_weight,
        answers.item_code,
        code_book.indicator_id,
        code_book.score,
        coalesce(code_book.is_valid, false) as is_valid,
        coalesce(code_book.is_valid and code_book.is_top_two, false) as is_top_two,
        coalesce(code_book.is_valid and code_book.score is not null, false) as is_scored,
        coalesce(code_book.meaning = 'dont_know', false) as is_dont_know
    from {{ ref('stg_survey_answer') }} as answers
    inner join respondents
        on
            answers.wave_id = respondents.wave_id
            and answers.response_id = respondents.response_id
    left join code_book
        on
            answers.wave_id = code_book.wave_id
            and answers.item_code = code_book.item_code
            and answers.answer_code = code_book.answer_code

),

-- a question is an item, or all items of an indicator together
questions as (

    select
        'item' as question_kind,
        item_code as question_code,
        *
    from answers

    union all

    select
        'indicator' as question_kind,
        indicator_id as question_code,
        *
    from answers
    where indicator_id is not null

),

-- sums of decimals are exact, so that no figure depends on the order of the answers
final as (

    select
        wave_id,
        cell,
        question_kind,
        question_code,
        count(*) as answer_count,
        count(*) filter (where is_valid) as valid_count,
        count(*) filter (where is_dont_know) as dont_know_count,
        coalesce(sum(base_weight) filter (where is_valid), 0) as valid_weight,
        coalesce(sum(base_weight * base_weight) filter (where is_valid), 0) as valid_weight_square,
        coalesce(sum(base_weight) filter (where is_top_two), 0) as top_two_weight,
        coalesce(sum(base_weight) filter (where is_scored), 0) as scored_weight,
        coalesce(sum(base_weight * cast(score as decimal(18, 9))) filter (where is_scored), 0)
            as score_weight
    from questions
    group by wave_id, cell, question_kind, question_code

)

select * from final
