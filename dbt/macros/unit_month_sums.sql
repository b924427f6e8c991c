{#- The sums of items at their units by month, as subject_period_rollup takes them: `items` (a
    relation or a step) has unit_code and `day`, on which an item counts, so that it falls in that
    month and in the area of its unit on that day. `measures` are pairs of a name and an aggregate
    over `items`. -#}
{% macro unit_month_sums(items, day, measures) -%}
    {%- set sums = [] -%}
    {%- for name, aggregate in measures -%}
        {%- do sums.append(aggregate ~ ' as ' ~ name) -%}
    {%- endfor -%}
    select
        {{ month_of('items.' ~ day) }} as month_on,
        items.unit_code,
        spans.area_code,
        spans.valid_from as ancestry_on,
        {{ sums | join(', ') }}
    from {{ items }} as items
    left join {{ ref('int_unit_span') }} as spans
        on
            items.unit_code = spans.unit_code
            and {{ holds_on('spans', 'items.' ~ day) }}
    group by month_on, items.unit_code, spans.area_code, ancestry_on
{%- endmacro %}
