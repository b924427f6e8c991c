{%- set share = '(top_two_weight / nullif(valid_weight, 0))' -%}
{%- set simple_variance = '(' ~ share ~ ' * (1 - ' ~ share ~ '))' -%}
{%- set top_two = '(top_two_weight / valid_weight * interval_count)' -%}

-- the one place in which estimates get their intervals; how they are shown is decided elsewhere
with

estimates as (

    select
        *,
        -- the same score throughout is no hair more than that
        {{ clipped_percent('(score_weight / nullif(scored_weight, 0))') }} as mean_index,
        {{ kish_effective_count('valid_weight', 'valid_weight_square', 'valid_count') }}
            as kish_count,
        {{ simple_variance }} / nullif(top_two_error * top_two_error, 0) as design_count
    from {{ ref('int_survey_design_estimate') }}

),

weighed as (

    select
        *,
        case
            when top_two_weight = 0 or top_two_weight = valid_weight then kish_count
            else least(coalesce(design_count, kish_count), valid_count)
        end as effective_count,
        case
            when top_two_weight > 0 and top_two_weight < valid_weight
                then valid_count / design_count
        end as design_effect
    from estimates

),

-- few clusters tell little of how much they differ
widened as (

    select
        *,
        effective_count * case
            when simple_quantile <= quantile then power(simple_quantile / quantile, 2)
            when simple_quantile > quantile then 1
        end as interval_count
    from weighed

),

final as (

    select
        wave_id,
        area_code,
        question_kind,
        question_code,
        answer_count,
        valid_count,
        dont_know_count,
        valid_weight,
        top_two_weight,
        scored_weight,
        score_weight,
        effective_count,
        design_effect,
        degrees_of_freedom,
        margins,
        method,
        mean_index,
        index_error,
        {{ clipped_percent('(mean_index - quantile * index_error)') }} as index_low,
        {{ clipped_percent('(mean_index + quantile * index_error)') }} as index_high,
        {{ share_percent('top_two_weight', 'valid_weight') }} as top_two_percent,
        1e2 * top_two_error as top_two_error,
        {{ wilson_percent(top_two, 'interval_count', 'low') }} as top_two_low,
        {{ wilson_percent(top_two, 'interval_count', 'high') }} as top_two_high
    from widened

)

select * from final
