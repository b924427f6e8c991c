with

sums as (

    select * from {{ ref('int_hotline_ticket_period') }}

),

weights as (

    select
        max(weight) filter (where component = 'response') as response_weight,
        max(weight) filter (where component = 'solved') as solved_weight,
        max(weight) filter (where component = 'satisfied') as satisfied_weight
    from {{ ref('int_eva06_weight') }}

),

rates as (

    select
        sums.*,
        weights.*,
        {{ rate_columns('response', 'contacted_count', 'ticket_count') }},
        {{ rate_columns('solved', 'solved_count', 'solved_base_count') }},
        {{ rate_columns('satisfied', 'satisfied_count', 'satisfied_base_count') }}
    from sums
    cross join weights

),

terms as (

    select
        *,
        {{ term_columns('response') }},
        {{ term_columns('solved') }},
        {{ term_columns('satisfied') }},
        {{ share_correlation(
            '(response_rate / 1e2)', 'ticket_count', '(solved_rate / 1e2)', 'solved_base_count',
            'solved_base_count', 'contacted_solved_base_count', 'solved_count',
            'contacted_solved_count'
        ) }} as response_solved,
        {{ share_correlation(
            '(response_rate / 1e2)', 'ticket_count', '(satisfied_rate / 1e2)', 'satisfied_base_count',
            'satisfied_base_count', 'contacted_satisfied_base_count', 'satisfied_count',
            'contacted_satisfied_count'
        ) }} as response_satisfied,
        {{ share_correlation(
            '(solved_rate / 1e2)', 'solved_base_count', '(satisfied_rate / 1e2)',
            'satisfied_base_count', 'called_back_count', 'solved_satisfied_base_count',
            'satisfied_solved_base_count', 'solved_satisfied_count'
        ) }} as solved_satisfied
    from rates

),

composites as (

    select
        *,
        response_part + solved_part + satisfied_part as composite,
        {{ mover_margin(
            ['response_below', 'solved_below', 'satisfied_below'],
            ['response_solved', 'response_satisfied', 'solved_satisfied']
        ) }} as margin_below,
        {{ mover_margin(
            ['response_above', 'solved_above', 'satisfied_above'],
            ['response_solved', 'response_satisfied', 'solved_satisfied']
        ) }} as margin_above
    from terms

),

final as (

    select
        'EVA06' as indicator_id,
        subject_kind,
        subject_code,
        period_kind,
        period,
        period_from,
        period_to,
        period_to as settled_on,
        cast(null as bigint) as numerator,
        ticket_count as denominator,
        ticket_count as sample_count,
        {{ estimate_columns('composite', 'margin_below', 'margin_above') }},
        'mover@1' as interval_method,
        solved_base_count > 0 and satisfied_base_count > 0 as has_base,
        {{ unmarked() }}
    from composites

)

select * from final
