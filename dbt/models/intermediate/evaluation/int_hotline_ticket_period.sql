{%- set measures = [
    'ticket_count', 'contacted_count',
    'solved_base_count', 'solved_count',
    'satisfied_base_count', 'satisfied_count',
    'contacted_solved_base_count', 'contacted_solved_count',
    'contacted_satisfied_base_count', 'contacted_satisfied_count',
    'called_back_count',
    'solved_satisfied_base_count', 'satisfied_solved_base_count', 'solved_satisfied_count',
] -%}

with

final as (

    {{ subject_period_sums(ref('int_hotline_ticket_month'), measures) }}

)

select * from final
