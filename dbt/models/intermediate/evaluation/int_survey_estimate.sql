{#- The effective answers that are top two, and half the width of the index's interval. -#}
{%- set top_two = '(top_two_weight / valid_weight * effective_count)' -%}
{%- set margin = normal_margin('(square_sum / scored_weight)', 'effective_count') -%}

-- the one place in which answers become estimates; how they are shown is decided elsewhere
with

answers as (

    select
        *,
        is_valid and score is not null as is_scored,
        cast(weight as double) as score_weight
    from {{ ref('int_survey_area_answer') }}

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

-- fractions are added up in a fixed order, so that a figure is the same to the last digit
sums as (

    select
        wave_id,
        area_code,
        question_kind,
        question_code,
        cast(sum(answer_count) as bigint) as answer_count,
        cast(coalesce(sum(answer_count) filter (where is_valid), 0) as bigint) as valid_count,
        cast(coalesce(sum(weight) filter (where is_valid), 0) as double) as valid_weight,
        cast(coalesce(sum(weight) filter (where is_top_two), 0) as double) as top_two_weight,
        cast(sum(weight_square) filter (where is_valid) as double) as valid_weight_square,
        cast(sum(weight) filter (where is_scored) as double) as scored_weight,
        sum(score_weight * score order by item_code, answer_code) filter (where is_scored)
        / cast(sum(weight) filter (where is_scored) as double) as mean_index
    from questions
    group by wave_id, area_code, question_kind, question_code

),

spread as (

    select
        sums.*,
        sum(
            questions.score_weight * power(questions.score - sums.mean_index, 2)
            order by questions.item_code, questions.answer_code
        ) filter (where questions.is_scored) as square_sum
    from sums
    inner join questions
        on
            sums.wave_id = questions.wave_id
            and sums.area_code = questions.area_code
            and sums.question_kind = questions.question_kind
            and sums.question_code = questions.question_code
    group by all

),

weighed as (

    select
        *,
        {{ kish_effective_count('valid_weight', 'valid_weight_square', 'valid_count') }}
            as effective_count
    from spread

),

final as (

    select
        wave_id,
        area_code,
        question_kind,
        question_code,
        answer_count,
        valid_count,
        valid_weight,
        top_two_weight,
        effective_count,
        mean_index,
        {{ clipped_percent('(mean_index - ' ~ margin ~ ')') }} as index_low,
        {{ clipped_percent('(mean_index + ' ~ margin ~ ')') }} as index_high,
        {{ share_percent('top_two_weight', 'valid_weight') }} as top_two_percent,
        {{ wilson_percent(top_two, 'effective_count', 'low') }} as top_two_low,
        {{ wilson_percent(top_two, 'effective_count', 'high') }} as top_two_high
    from weighed

)

select * from final
